/*
 * Whether the editor's scripts run. Every page comes as a plain form (html.is-plain). Where the editor
 * has not begun by the end of loading, or has ended its beginning (beginning.js) without saying that
 * everything runs (data-ready), its form is put back as the server sent it, with what stands in the
 * fields now: it saves without any script.
 *
 * Old syntax only and no module: this must run where the others do not.
 */
(function () {
  "use strict";
  var root = document.documentElement;
  var page = null; // the desk before any module touched it
  var typed = {}; // what was typed since, by field

  var REST = 2000; // milliseconds without a key
  var APART = 50; // milliseconds between what is set in other faces
  var LINES = 6; // of a table that are set at once
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
    if (document.fonts) document.fonts.load('1em "Sheet Figures"', "0"); // before one is typed
    if (!root.hasAttribute("data-beginning")) end();
  });
  document.addEventListener("begun", end);

  function end() {
    document.removeEventListener("input", remember, true);
    if (!root.hasAttribute("data-ready")) giveBack();
    page = null;
  }

  function facesLater() {
    clearTimeout(rest);
    if (document.readyState === "complete") rest = setTimeout(faces, REST);
  }

  function faces() {
    clearTimeout(rest);
    document.removeEventListener("keydown", facesLater, true);
    var places = all("[data-part], [data-part] .grid tr");
    var names = document.fonts && matchMedia("(min-width: 700px)").matches ? ['"Sheet FangSong"', '"Sheet KaiTi"'] : [];
    if (!document.querySelector(".prose h3")) names.pop();
    /* Once they are there each part is laid out (desk.css), and its words set in them, by itself, a table some
       lines at a time: at once would be a long task. */
    fetchFace();

    function fetchFace() {
      if (!names.length) setNext();
      else document.fonts.load("1em " + names.shift(), "公").then(fetchFace, fetchFace);
    }

    function setNext() {
      if (!places.length) return root.classList.remove("faces-later");
      var count = places[0].tagName === "TR" ? LINES : 1;
      do places.shift().classList.add("has-faces");
      while (--count && places.length && places[0].tagName === "TR");
      setTimeout(setNext, APART);
    }
  }

  function all(selector) {
    return [].slice.call(document.querySelectorAll(selector));
  }

  function remember(event) {
    if (event.target.name) typed[event.target.name] = event.target.value;
  }

  function giveBack() {
    var desk = document.querySelector(".desk");
    root.classList.remove("has-script");
    root.classList.add("is-plain");
    root.classList.remove("faces-later");
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
