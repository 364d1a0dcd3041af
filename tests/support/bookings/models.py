from django.db import models

from marga.site.ledgers.models import Entered


class Booking(Entered):
    KIND = "booking.made"
    CONTENT = ("name", "born", "grams")

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100, blank=True)
    born = models.DateField(null=True, blank=True)
    grams = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    charge = models.CharField(max_length=20)

    def what(self):
        return f"booking {self.number}"

    def after(self):
        return {"name": self.name, "born": self.born, "grams": self.grams, "charge": self.charge}


class Change(Entered):
    KIND = "charge.changed"
    READS = ("booking",)

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT)
    old = models.CharField(max_length=20)
    new = models.CharField(max_length=20)

    def what(self):
        return f"booking {self.booking.number}"

    def before(self):
        return {"charge": self.old}

    def after(self):
        return {"charge": self.new}
