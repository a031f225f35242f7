// A new place is begun from its documents: an id, the utilities, the files. The program reads them, on this machine.
import { Refusal } from "./api.js";
import { button, fileLabel, make } from "./nodes.js";

/** @typedef {(name: string, body: object) => Promise<any>} Call */

const READ = ".pdf,.docx,.xlsx,.txt,.html,.htm,.mhtml,.mht,.png,.jpg,.jpeg,.tif,.tiff,.bmp,.webp";

/**
 * The window in which a place is begun; `opened` is told its id.
 * @param {Call} call
 * @param {string[]} utilities the ids of those there are
 * @param {(city: string) => void} opened
 */
export function show(call, utilities, opened) {
  const dialog = make("dialog", { class: "begin", "aria-label": "新的地方" });
  const slug = make("input", { type: "text", id: "begin-slug", required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*", autocomplete: "off", "aria-describedby": "begin-slug-help" });
  const boxes = utilities.map((utility, index) => make("input", { type: "checkbox", value: utility, checked: !index }));
  const files = make("input", { type: "file", id: "begin-files", multiple: true, required: true, accept: READ });
  const said = make("p", { class: "doubt", role: "alert" });
  const form = make("form", {},
    make("h2", {}, "新的地方 ", make("span", { class: "sm", lang: "en" }, "a new place")),
    make("label", { for: "begin-slug" }, "编号"), slug,
    make("p", { class: "sm", id: "begin-slug-help" }, "小写字母、数字、连字符，如 wuhai；网址里用它"),
    make("div", { role: "group", "aria-label": "哪几种业务", class: "choices" }, ...boxes.map((box) => make("label", { class: "check" }, box, fileLabel(`${box.value}.yaml`)))),
    make("label", { for: "begin-files" }, "文件，一份或几份"), files,
    make("p", { class: "sm" }, "文件只在这台电脑上读，不往外发。扫描件要读一会儿。"),
    said,
    make("div", { class: "foot" }, make("button", { type: "submit", class: "b p", title: "read the documents" }, "读进来"), button("不了", () => dialog.close(), { en: "cancel" })),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void read(call, { city: slug.value, utilities: boxes.filter(({ checked }) => checked).map(({ value }) => value), files: [...(files.files ?? [])] }, said, (answer) => begun(dialog, answer, opened));
  });
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * @param {Call} call
 * @param {{ city: string, utilities: string[], files: File[] }} given
 * @param {HTMLElement} said
 * @param {(answer: { city: string, left_out: string[] }) => void} done
 */
async function read(call, { city, utilities, files }, said, done) {
  said.textContent = "正在读…";
  try {
    const documents = await Promise.all(files.map(async (file) => ({ name: file.name, data: await base64(file) })));
    const answer = await call("new", { city, utilities, documents });
    said.replaceChildren();
    done(answer);
  } catch (error) {
    said.textContent = error instanceof Refusal ? `${error.body?.zh ?? error.status} / ${error.body?.en ?? ""}` : String(error);
  }
}

/**
 * What could not be read is said before one goes on.
 * @param {HTMLDialogElement} dialog
 * @param {{ city: string, left_out: string[] }} answer
 * @param {(city: string) => void} opened
 */
function begun(dialog, { city, left_out: left }, opened) {
  if (!left.length) return opened(city);
  const go = button("开始录入", () => opened(city), { kind: "p", en: "go on" });
  dialog.replaceChildren(
    make("h2", {}, `读进来了，有 ${left.length} 处没有读`),
    make("ul", {}, ...left.map((words) => make("li", {}, words))),
    make("div", { class: "foot" }, go),
  );
  go.focus();
  return undefined;
}

/**
 * @param {File} file
 * @returns {Promise<string>}
 */
function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => failed(reader.error ?? new Error(file.name));
    reader.readAsDataURL(file);
  });
}
