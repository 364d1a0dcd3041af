"""What care tells of people who agreed to it: one word each, pulled once a day. Nobody is asked after."""
