// The page of the editing desk: one `desk` object, and the panes that share it.
import * as cards from "./cards.js";
import * as documents from "./document.js";
import * as form from "./form.js";
import * as grid from "./grid.js";
import * as published from "./public.js";
import * as replaced from "./replaced.js";
import * as review from "./review.js";
import * as scan from "./scan.js";

void [cards, documents, form, grid, published, replaced, review, scan];
