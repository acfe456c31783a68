/*
 * Whether the editor's scripts run. Every page comes as a plain form (html.is-plain). Where the editor
 * has not said by the end of loading that everything runs (data-ready), its form is put back as the
 * server sent it, with what stands in the fields now: it saves without any script.
 *
 * Old syntax only and no module: this must run where the others do not.
 */
(function () {
  "use strict";
  var root = document.documentElement;
  var page = null; // the desk before any module touched it
  var typed = {}; // what was typed since, by field

  var REST = 2000; // milliseconds without a key
  var rest = 0;

  root.classList.remove("is-plain");
  document.addEventListener("input", remember, true);
  /* Print's faces are megabytes where the machine has none of its own: they come once the page is
     there and whoever came to type rests (prose.css, tokens.css). */
  root.classList.add("faces-later");
  window.addEventListener("load", facesLater);
  document.addEventListener("keydown", facesLater, true);
  document.addEventListener("readystatechange", function () {
    // The page is read and deferred scripts, modules among them, have not begun.
    var desk = document.querySelector(".desk");
    if (document.readyState === "interactive" && desk) page = desk.cloneNode(true);
  });
  document.addEventListener("DOMContentLoaded", function () {
    document.removeEventListener("input", remember, true);
    if (document.fonts) document.fonts.load('1em "Sheet Figures"', "0"); // before one is typed
    if (!root.hasAttribute("data-ready")) giveBack();
    page = null;
  });

  function facesLater() {
    clearTimeout(rest);
    if (document.readyState === "complete") rest = setTimeout(faces, REST);
  }

  function faces() {
    clearTimeout(rest);
    document.removeEventListener("keydown", facesLater, true);
    root.classList.remove("faces-later");
  }

  function remember(event) {
    if (event.target.name) typed[event.target.name] = event.target.value;
  }

  function giveBack() {
    var desk = document.querySelector(".desk");
    root.classList.remove("has-script");
    root.classList.add("is-plain");
    faces();
    if (!desk || !page) return;
    desk.parentNode.replaceChild(page, desk);
    for (var name in typed) page.querySelector('[name="' + name + '"]').value = typed[name];
    document.getElementById("save-state").textContent = "";
    warnOfLoss(document.getElementById("report-form"));
  }

  /* Nothing saves by itself here: the browser asks before it leaves what was typed. */
  function warnOfLoss(form) {
    var isLeft = false;
    if (!form) return;
    form.addEventListener("submit", function () {
      isLeft = true;
    });
    window.addEventListener("beforeunload", function (event) {
      if (isLeft || !isTouched(form)) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  function isTouched(form) {
    for (var at = 0; at < form.elements.length; at += 1) {
      var field = form.elements[at];
      if (/^(text|textarea)$/.test(field.type) && field.value !== field.defaultValue) return true;
    }
    return false;
  }
})();
