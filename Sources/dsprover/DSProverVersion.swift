/// The program's version.
enum DSProverVersion {
    static let current = "0.1.0"
}
