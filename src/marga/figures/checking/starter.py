"""The file that `marga report new` starts: an example of everything that can stand in a report."""

STARTER = """\
# What one body printed at one time. Write each number as you read it; `marga check FILE` tells what does not add up.
[report]
id = "my-report"                        # a short name, unlike that of any other report
body = "Authority for Combating Drugs"  # who says so
published = 2019-09-09                  # leave out what is not known
period = { from = 2019-01-01, to = 2019-09-06 }   # both days included
# title, source, url, note: where you read it

# A count. `printed` is the text as printed: "some 40", "over 9,000" and "around 6 million" allow more than one value.
[[figure]]
id = "A1"
measure = "cases"      # cases persons arrests seized in_care treated completed places requests cost
unit = "case"
value = 5200
printed = "5,200"

# A part of it: dimension = category.
[[figure]]
id = "A2"
measure = "cases"
unit = "case"
value = 3399
printed = "3,399"
where = { offence = "trafficking" }

[[figure]]
id = "A3"
measure = "cases"
unit = "case"
value = 1896
printed = "1,896"
where = { offence = "use" }

# A rate, a change, a share, and what there was on one day.
[[figure]]
id = "A4"
measure = "cases"
unit = "case"
per = "day"
value = 22
printed = "22"

[[figure]]
id = "A5"
measure = "cases"
unit = "percent"
value = 8
printed = "8"
change_on = { from = 2018-01-01, to = 2018-09-06 }

[[figure]]
id = "A6"
measure = "cases"
unit = "percent"
value = 36
printed = "36"
where = { offence = "use" }
share_of = { }

[[figure]]
id = "A7"
measure = "in_care"
unit = "person"
value = 6000
printed = "around 6,000"
as_of = 2019-09-06

# A claim in words, and the figures it rests on: down, up, steady, enough, replaces, all, none.
[[claim]]
id = "K1"
says = "up"
about = ["A5"]
words = "cases rose"
"""
