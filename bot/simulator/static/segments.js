// The meter is shared with the console: the house serves it.
export * from "/static/segments.js";
