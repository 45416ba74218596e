"use strict";
/* The explorer's page: GraphiQL with a field for the token. The token stays in this tab (sessionStorage) and goes only to /graphql. */
(function () {
  const KEY = "yishi.token";
  const token = document.getElementById("token");
  const language = document.getElementById("language");
  const who = document.getElementById("who");
  const show = document.getElementById("show");

  const EXAMPLES = [
    {
      query: `# 我是谁:当前账号、角色与所在组织(先在上方填入令牌)
query 我 {
  me { name displayName grants { role orgPath } }
}`,
    },
    {
      query: `# 协商议事站点及其最近议题
query 站点与议题($first: Int = 10) {
  stations(first: $first) {
    totalCount
    nodes {
      id name
      topics(first: 3) { nodes { id title } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
      variables: '{ "first": 10 }',
    },
    {
      query: `# 条件筛选与排序
query 议题($words: String = "路") {
  topics(first: 20, where: { title: { contains: $words } }, orderBy: [{ createdAt: DESC }]) {
    nodes { id title createdAt }
    totalCount
  }
}`,
      variables: '{ "words": "路" }',
    },
    {
      query: `# 登录换取令牌,然后把 token 填到上方(县级行政区划代码、用户名、密码)
mutation 登录($input: LoginInput!) {
  login(input: $input) { token }
}`,
      variables: '{ "input": { "county": 990101, "name": "", "password": "" } }',
    },
  ];

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
  function draw() {
    drawn += 1; /* another key: the schema is asked for anew, as another caller may see another one */
    greet();
    root.render(
      React.createElement(GraphiQL, {
        key: drawn,
        fetcher: send,
        defaultTabs: EXAMPLES,
        defaultQuery: "# 在此书写查询,按 Ctrl-Enter 运行;右侧书本图标是接口文档。\n",
        defaultEditorToolsVisibility: true,
        isHeadersEditorEnabled: false,
        shouldPersistHeaders: false,
        inputValueDeprecation: true,
      })
    );
  }
  draw();
})();
