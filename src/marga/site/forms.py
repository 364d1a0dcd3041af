"""What every form of every side is made from."""

from django import forms


class PlainForm(forms.Form):
    """No `required` attribute: the message a person sees is ours, in their language, beside what they typed."""

    use_required_attribute = False
