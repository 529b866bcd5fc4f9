// A conformance of a public type to a public protocol is public, so both imports have to be.
public import AgentOrchestrator
public import ArgumentParser

extension Severity: ExpressibleByArgument {}
