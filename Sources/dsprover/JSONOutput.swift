import Support

/// `--json`: one object on one line, for scripts.
func printJSON(_ value: some Encodable) throws {
    Terminal.sayJSON(try CanonicalJSON.string(value))
}
