from django.db import migrations

from standfirst.lib.names import look_of


def note_looks(apps, schema_editor):
    """Note what the names of those who are members already look like."""
    Person = apps.get_model("people", "Person")
    for person in Person.objects.filter(user__isnull=False).exclude(name="").iterator():
        person.name_look = look_of(person.name)
        person.save(update_fields=["name_look"])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_names_that_look_alike")]

    operations = [migrations.RunPython(note_looks, migrations.RunPython.noop)]
