// Functions that Tiptap calls and the floor (Chromium 86) lacks. tools/node/floor.js holds this list
// against what the bundle calls: a name that is missing here, or no longer called, is a finding there.
export const POLYFILLED = ["Array.findLast"];

if (!Array.prototype.findLast) {
  Object.defineProperty(Array.prototype, "findLast", {
    configurable: true,
    writable: true,
    value(accepts, self) {
      for (let at = this.length - 1; at >= 0; at -= 1) {
        if (accepts.call(self, this[at], at, this)) return this[at];
      }
      return undefined;
    },
  });
}
