internal import Support

/// Hides what must not be seen when settings are shown. References to environment variables are no secrets and stay, so
/// that a configuration which keeps its secrets in the environment reads back as itself.
enum SecretMask {
    /// What stands in place of a secret.
    static let mask = "***"

    private static let tellingNames = ["auth", "key", "token", "secret", "cookie", "password", "credential"]
    /// Names of query items that hold a signature, and are that only as a whole.
    private static let tellingItems = ["sig", "signature", "code"]

    /// The header fields, with the values hidden whose names say that they are secret.
    static func headers(_ fields: [String: String]) -> [String: String] {
        var shown = fields
        for (name, value) in fields where isTelling(name) && !isReference(value) { shown[name] = mask }
        return shown
    }

    /// Members of a request's body, with the texts hidden whose names say that they are secret, at any depth. Numbers stay:
    /// `max_tokens` is no secret.
    static func body(_ members: [String: JSONValue]) -> [String: JSONValue] {
        members.reduce(into: [:]) { shown, member in
            shown[member.key] = body(member.value, isSecret: isTelling(member.key))
        }
    }

    private static func body(_ value: JSONValue, isSecret: Bool) -> JSONValue {
        switch value {
        case .string(let text): isSecret && !isReference(text) ? .string(mask) : value
        case .array(let elements): .array(elements.map { body($0, isSecret: isSecret) })
        case .object(let members):
            .object(
                members.reduce(into: [:]) { shown, member in
                    shown[member.key] = body(member.value, isSecret: isSecret || isTelling(member.key))
                })
        case .null, .bool, .integer, .number: value
        }
    }

    /// The address, with the password of its user information hidden, and the values of query items whose names say that they
    /// are secret (`?api-key=…`). Addresses in the fallbacks of references count too:
    /// `${SERVER:-https://me:password@host}`.
    static func address(_ text: String) -> String {
        query(userInformation(text))
    }

    /// Hides telling query items: what stands between the `=` and the next `&`, `#` or `}` outside of a reference.
    private static func query(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var shown = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            shown.append(scalars[index])
            let begins = scalars[index] == "?" || scalars[index] == "&" || scalars[index] == ";"
            index += 1
            guard begins, let equals = scalars[index...].firstIndex(where: { "=?&;#}".unicodeScalars.contains($0) }),
                scalars[equals] == "="
            else { continue }
            var depth = 0
            let end =
                scalars[(equals + 1)...].firstIndex { scalar in
                    if scalar == "{" { depth += 1 }
                    if scalar == "}" && depth > 0 {
                        depth -= 1
                        return false
                    }
                    return depth == 0 && "&;#}".unicodeScalars.contains(scalar)
                } ?? scalars.count
            let name = slice(scalars[index..<equals])
            let value = slice(scalars[(equals + 1)..<end])
            shown.append(contentsOf: scalars[index...equals])
            let isSecret = isTelling(name) || tellingItems.contains(name.lowercased())
            let hides = isSecret && !value.isEmpty && !isReference(value)
            shown.append(contentsOf: (hides ? mask : value).unicodeScalars)
            index = end
        }
        return String(shown)
    }

    private static func slice(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func userInformation(_ text: String) -> String {
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
