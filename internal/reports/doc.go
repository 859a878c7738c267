// Package reports tells what became of the guests who asked for a person: how many were answered and how soon, who was
// missed and why, and whether promises were kept, by property, channel, day, hour and weekday.
//
// It keeps nothing of its own. Requests, the alerts of the bell and the entries that note a wish nobody could meet are
// read back in order, page by page along their indexes, and each guest is counted exactly once. Days, hours and weekdays
// are those of the property's own clock.
package reports
