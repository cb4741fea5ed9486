/// Hides what must not be seen when settings are shown. References to environment variables are no secrets and stay, so
/// that a configuration which keeps its secrets in the environment reads back as itself.
enum SecretMask {
    /// What stands in place of a secret.
    static let mask = "***"

    private static let tellingNames = ["auth", "key", "token", "secret", "cookie", "password"]

    /// The header fields, with the values hidden whose names say that they are secret.
    static func headers(_ fields: [String: String]) -> [String: String] {
        var shown = fields
        for (name, value) in fields where isTelling(name) && !isReference(value) { shown[name] = mask }
        return shown
    }

    /// The address, with the password of its user information hidden. Addresses in the fallbacks of references count too:
    /// `${SERVER:-https://me:password@host}`.
    static func address(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var starts = scalars.indices.dropLast(2)
            .filter { scalars[$0] == ":" && scalars[$0 + 1] == "/" && scalars[$0 + 2] == "/" }.map { $0 + 3 }
        // An address without a scheme is one too.
        if starts.isEmpty { starts = [0] }
        var shown = String.UnicodeScalarView()
        var done = 0
        for start in starts where start >= done {
            guard let password = password(in: scalars, from: start) else { continue }
            shown.append(contentsOf: scalars[done..<password.lowerBound])
            shown.append(contentsOf: mask.unicodeScalars)
            done = password.upperBound
        }
        shown.append(contentsOf: scalars[done...])
        return String(shown)
    }

    /// Where the password stands in the address whose host part starts at the index; nil when there is nothing to hide.
    private static func password(in scalars: [Unicode.Scalar], from start: Int) -> Range<Int>? {
        var colon: Int?
        var at: Int?
        // Colons and slashes inside of a reference belong to it and not to the address.
        var depth = 0
        for index in start..<scalars.count {
            let scalar = scalars[index]
            if scalar == "{" && index > start && scalars[index - 1] == "$" {
                depth += 1
            } else if scalar == "}" && depth > 0 {
                depth -= 1
            } else if depth == 0 {
                if ["/", "?", "#", "}"].contains(scalar) { break }
                // The last sign ends the user information: a password may hold one that is not escaped.
                if scalar == "@" { at = index }
                if scalar == ":" && colon == nil { colon = index }
            }
        }
        guard let colon, let at, colon + 1 < at else { return nil }
        var value = String.UnicodeScalarView()
        value.append(contentsOf: scalars[(colon + 1)..<at])
        return isReference(String(value)) ? nil : (colon + 1)..<at
    }

    private static func isTelling(_ name: String) -> Bool {
        let name = name.lowercased()
        return tellingNames.contains { name.contains($0) }
    }

    /// Whether the value is `${NAME}` or `${NAME:-}` and nothing else, but for a word that names the kind of credential. A
    /// fallback with text in it is a secret in the clear.
    private static func isReference(_ value: String) -> Bool {
        var rest = Substring(value)
        for scheme in ["Bearer ", "Basic ", "Token "] where rest.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
        }
        guard rest.hasPrefix("${"), rest.hasSuffix("}") else { return false }
        var name = rest.dropFirst(2).dropLast()
        if name.hasSuffix(":-") { name = name.dropLast(2) }
        return !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
