// Every page: full-size pictures, embeds on demand, times, and what happens while it is open.

import { watchChanges } from "./changed.js";
import { watchEmbeds } from "./embeds.js";
import { watchFigures } from "./figures.js";
import { watchLive } from "./live.js";
import { watchMeters } from "./meter.js";
import { fetchLinks } from "./mine.js";
import { watchTimes } from "./times.js";

watchFigures();
watchEmbeds();
watchTimes();
watchMeters();
watchChanges();
watchLive();
fetchLinks();
