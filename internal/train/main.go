// Command train makes the weights and tables of the language model:
//
//	go run ./internal/train NAME [flags]
//
// Each NAME is one file of this package.
package main

import (
	"fmt"
	"os"

	"detente/internal/train/network"
)

// commands are what this program can make, by name.
var commands = map[string]func(args []string) error{
	"ends":   trainEnds,
	"lang":   func(args []string) error { return network.Train(args, os.Stdout) },
	"coref":  trainCoref,
	"lemmas": trainLemmas,
	"score":  func(args []string) error { return network.Score(args, os.Stdout) },
	"quotes": trainQuotes,
	"pairs":  trainPairs,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/train NAME [flags]")
		for name := range commands {
			fmt.Fprintln(os.Stderr, "  "+name)
		}
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "train %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}
