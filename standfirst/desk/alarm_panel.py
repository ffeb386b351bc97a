"""What does not work, on the admin's first screen."""

from datetime import datetime
from typing import Any

from wagtail.admin.ui.components import Component

from standfirst.outbox.queries import idle_since, open_alarms

SEE_ALARMS = "outbox.view_alarm"


class AlarmPanel(Component):
    """The alarms that are not mended, and that no worker runs; nothing where all is well."""

    name = "alarms"
    order = 10
    template_name = "desk/_alarms.html"

    def __init__(self, now: datetime) -> None:
        self.now = now

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """What is wrong, asked when it is shown."""
        return {"alarms": list(open_alarms()), "idle_since": idle_since(self.now)}
