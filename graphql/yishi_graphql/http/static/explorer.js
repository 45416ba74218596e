"use strict";
/* The explorer's page: GraphiQL with a field for the token. The token stays in this tab (sessionStorage) and goes only to /graphql. */
(function () {
  const KEY = "yishi.token";
  const token = document.getElementById("token");
  const language = document.getElementById("language");
  const who = document.getElementById("who");
  const show = document.getElementById("show");

  token.value = sessionStorage.getItem(KEY) || "";

  function headers() {
    const found = { "Content-Type": "application/json", "Accept-Language": language.value };
    if (token.value.trim()) found.Authorization = "Bearer " + token.value.trim();
    return found;
  }

  async function send(params, options) {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { ...headers(), ...((options && options.headers) || {}) },
      credentials: "omit",
      body: JSON.stringify(params),
    });
    return response.json();
  }

  async function greet() {
    if (!token.value.trim()) {
      who.textContent = "公众身份";
      return;
    }
    const answer = await send({ query: "{ me { displayName } }" });
    const name = answer.data && answer.data.me && answer.data.me.displayName;
    who.textContent = name || (answer.errors ? answer.errors[0].message : "已填写令牌");
  }

  token.addEventListener("change", function () {
    sessionStorage.setItem(KEY, token.value.trim());
    draw();
  });
  language.addEventListener("change", draw);
  document.getElementById("bar").addEventListener("submit", function (event) { event.preventDefault(); });
  show.addEventListener("click", function () {
    const hidden = token.type === "password";
    token.type = hidden ? "text" : "password";
    show.textContent = hidden ? "隐藏" : "显示";
    show.setAttribute("aria-pressed", String(hidden));
  });

  const root = ReactDOM.createRoot(document.getElementById("graphiql"));
  let drawn = 0;
  let examples = [];
  function draw() {
    drawn += 1; /* another key: the schema is asked for anew, as another caller may see another one */
    greet();
    root.render(
      React.createElement(GraphiQL, {
        key: drawn,
        fetcher: send,
        defaultTabs: examples,
        defaultQuery: "# 在此书写查询,按 Ctrl-Enter 运行;右侧书本图标是接口文档。\n",
        defaultEditorToolsVisibility: true,
        isHeadersEditorEnabled: false,
        shouldPersistHeaders: false,
        inputValueDeprecation: true,
      })
    );
  }
  fetch("/explorer/examples.json")
    .then(function (response) { return response.json(); })
    .then(function (found) { examples = found; })
    .finally(draw);
})();
