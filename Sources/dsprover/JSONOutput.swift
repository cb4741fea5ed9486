import Support

/// `--json`: one object on one line, for scripts.
func printJSON(_ value: some Encodable) throws {
    Terminal.say(try CanonicalJSON.string(value))
}
