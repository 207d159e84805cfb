/** A file beside its caller, so that a built package and a bundle can have the library in its place. */
module.exports = require('node-ical')
