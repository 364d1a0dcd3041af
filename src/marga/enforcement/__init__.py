"""The police's side: cases, people, charges, exhibits and custody. So far its rules, which know no database."""
