// Shows the description of the API; a file of its own, since the pages allow no inline script.
const place = document.getElementById("api-docs");
window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  deepLinking: true,
  requestInterceptor: (request) => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token && !["GET", "HEAD"].includes(request.method)) request.headers["X-CSRFToken"] = token[1];
    return request;
  },
});
