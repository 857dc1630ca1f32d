# What people do with this repository. Nothing here is needed to build it:
# "go build ./cmd/detente" is enough.

GOLD ?= ../shared

.PHONY: build batch test race fuzz lint rules eval golden dist bench stages pgo ci

build: ## the program, in bin/
	go build -o bin/detente ./cmd/detente

batch: ## the pipeline for clusters, in bin/ (docs/cluster.md)
	cd batch && go build -o ../bin/detente-batch ./cmd/detente-batch

test: ## all tests
	go test ./...
	cd batch && go test ./...

race: ## tests under the race detector, of all stages at work at once
	go test -race ./reader

fuzz: ## every fuzz target for 10 s
	.ci/fuzz 10s

lint: ## formatting and static checks
	test -z "$$(gofmt -l .)"
	go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

rules: ## the sentences that stand with the rules
	go run ./cmd/detente rules check
	go run ./cmd/detente rules test

eval: ## figures on the gold sets in $(GOLD)
	go run ./cmd/detente eval --gold $(GOLD)

golden: ## rewrite the expected records; read the diff before you commit it
	go test ./reader -run TestReports -update
	go test ./cmd/detente -run TestReadme -update

dist: ## both programs for all six platforms, in dist/ (docs/packaging.md)
	packaging/dist

bench: ## detente beside its peers on made-up reports (docs/benchmarks.md)
	bench/run

stages: ## how fast every stage is, and the whole; docs/performance.md
	go test ./reader -run '^$$' -bench 'Pipeline|Stages'

pgo: ## the profile that builds of the program are optimised by
	go test ./reader -run '^$$' -bench Pipeline -benchtime 20s -cpuprofile cmd/detente/default.pgo

ci: ## what the checks run
	.ci/run
