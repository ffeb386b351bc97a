// Every page: full-size pictures, embeds on demand, times.

import { watchEmbeds } from "./embeds.js";
import { watchFigures } from "./figures.js";
import { watchTimes } from "./times.js";

watchFigures();
watchEmbeds();
watchTimes();
