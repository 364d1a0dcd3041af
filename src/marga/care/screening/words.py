"""How the questions of WHO ASSIST are put, in our own words after the manual's, and what follows from a result."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marga.screening import Answer, Question, Risk, Substance

SUBSTANCES = {
    Substance.TOBACCO: _("tobacco"), Substance.ALCOHOL: _("alcohol"), Substance.CANNABIS: _("cannabis"),
    Substance.COCAINE: _("cocaine"), Substance.AMPHETAMINE: _("amphetamine-type stimulants"),
    Substance.INHALANTS: _("inhalants"), Substance.SEDATIVES: _("sedatives or sleeping pills"),
    Substance.HALLUCINOGENS: _("hallucinogens"), Substance.OPIOIDS: _("opioids"),
    Substance.OTHER: _("another substance"),
}  # fmt: skip
EXAMPLES = {
    Substance.TOBACCO: _("cigarettes, chewing tobacco, cigars"), Substance.ALCOHOL: _("beer, wine, rice wine, spirits"),
    Substance.CANNABIS: _("herb, resin, oil"), Substance.COCAINE: _("powder, crack"),
    Substance.AMPHETAMINE: _("crystal (ice), tablets (yama), ecstasy, diet pills"),
    Substance.INHALANTS: _("glue, petrol, paint thinner"),
    Substance.SEDATIVES: _("diazepam and other pills to sleep or to be calm"),
    Substance.HALLUCINOGENS: _("LSD, mushrooms, ketamine"),
    Substance.OPIOIDS: _("heroin, morphine, methadone, codeine"),
    Substance.OTHER: _("say which"),
}  # fmt: skip
#: {substance} is one of the above.
QUESTIONS = {
    Question.EVER: _("In your life, did you ever use {substance}, other than as a doctor told you to?"),
    Question.OFTEN: _("In the past three months, how often did you use {substance}?"),
    Question.URGE: _("In the past three months, how often did you feel a strong desire or urge to use {substance}?"),
    Question.PROBLEMS: _("In the past three months, how often did using {substance} lead to problems with health, "
                         "people, law or money?"),
    Question.FAILED: _("In the past three months, how often did you fail to do what was expected of you because of "
                       "{substance}?"),
    Question.CONCERN: _("Did a friend, a relative or anyone else ever show concern about your use of {substance}?"),
    Question.CUT_DOWN: _("Did you ever try to cut down or stop using {substance}, and not succeed?"),
    Question.INJECTED: _("Did you ever inject a drug, other than as a doctor told you to?"),
}  # fmt: skip
ANSWERS = {
    Answer.NO: _("no"), Answer.YES: _("yes"), Answer.NEVER: _("never"), Answer.ONCE_OR_TWICE: _("once or twice"),
    Answer.MONTHLY: _("monthly"), Answer.WEEKLY: _("weekly"), Answer.DAILY: _("daily or almost daily"),
    Answer.RECENTLY: _("yes, in the past three months"), Answer.EARLIER: _("yes, but not in the past three months"),
}  # fmt: skip
RISKS = {Risk.LOWER: _("lower risk"), Risk.MODERATE: _("moderate risk"), Risk.HIGH: _("high risk")}
FOLLOWS = {
    Risk.LOWER: _("General advice on health. No intervention is needed now."),
    Risk.MODERATE: _("A brief intervention: talk about this result today, and give something to take home."),
    Risk.HIGH: _("A brief intervention today, and a fuller assessment with a specialist."),
}  # fmt: skip
