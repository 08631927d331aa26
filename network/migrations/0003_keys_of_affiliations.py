"""Gives each affiliation the key that its address carries."""

from django.db import migrations
from django.utils.crypto import get_random_string

# Letters and digits that are not taken for one another, as in portal.shared.keys at the time of this migration.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def give_keys(apps, schema_editor):
    affiliations = apps.get_model("network", "Affiliation").objects.filter(key=None)
    for affiliation in affiliations.iterator(chunk_size=500):
        affiliation.key = get_random_string(14, ALPHABET)
        affiliation.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("network", "0002_people")]

    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]
