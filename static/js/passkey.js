// Says in words that a passkey was not used: the browser's own error would only reach the console.
document.addEventListener("allauth.error", (event) => {
  const trouble = document.getElementById("passkey-trouble");
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
});
