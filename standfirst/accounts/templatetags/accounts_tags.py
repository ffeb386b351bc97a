from django import template

from standfirst.accounts import queries
from standfirst.people.models import User

register = template.Library()


@register.simple_tag
def works_here(user: User) -> bool:
    """Say whether an account has to do with the newsroom, as in `{% works_here user as is_staffs %}`."""
    return queries.works_here(user)
