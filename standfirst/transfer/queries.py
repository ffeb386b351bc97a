from standfirst.transfer.models import ImportedThing


def taken_thing(*, source: str, key: str) -> ImportedThing | None:
    """Give what a thing of a source became here, or None if it was never taken."""
    return ImportedThing.objects.filter(source=source, key=key).first()
