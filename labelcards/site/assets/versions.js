/* Tells the reader of an older version which one is newest. A version's folder never changes once it is published, so this
   reads ../versions.json, which does. Without it, or without JavaScript, pages print a link to all versions. */
(function () {
  "use strict";
  var config = document.getElementById("__config");
  var content = document.querySelector(".md-content__inner");
  if (!config || !content || location.protocol === "file:") return;
  var base = JSON.parse(config.textContent).base || ".";
  var root = new URL(base.replace(/\/?$/, "/"), location.href);
  var here = decodeURIComponent(root.pathname.split("/").filter(Boolean).pop() || "");
  fetch(new URL("../versions.json", root))
    .then(function (answer) { return answer.ok ? answer.json() : []; })
    .then(function (versions) {
      var mine = versions.find(function (one) { return one.version === here; });
      var newest = versions.find(function (one) { return (one.aliases || []).includes("latest"); });
      if (!mine || !newest || newest === mine) return;
      var note = document.createElement("p");
      var link = document.createElement("a");
      note.className = "lc-outdated";
      note.setAttribute("role", "note");
      note.textContent = "This is version " + here + ", not the newest one. ";
      link.textContent = "Go to version " + newest.version;
      link.href = new URL("../" + encodeURIComponent(newest.version) + "/", root).href;
      note.append(link);
      content.prepend(note);
    })
    .catch(function () { /* the list of versions is not there: nothing to say */ });
})();
