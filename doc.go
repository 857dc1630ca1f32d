// Module detente reads news reports and keeps a verifiable record of
// international relations. The program is cmd/detente; the flow from a report
// to its record is on one screen in package reader.
package detente
