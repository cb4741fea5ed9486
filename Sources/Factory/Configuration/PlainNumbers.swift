internal import Yams

/// Numbers as people write them. Yams writes every floating-point number in scientific notation (`3e+1`).
enum PlainNumbers {
    /// The tree with every floating-point number of ordinary size in decimal notation.
    ///
    /// - Parameter isFree: whether the place takes values of any type; `5.0` must not become the integer `5` there.
    static func rewriting(_ node: Node, isFree: Bool = false) -> Node {
        switch node {
        case .scalar(var scalar):
            guard scalar.style == .plain, node.tag == Tag(.float), scalar.string.contains("e"),
                let text = decimal(scalar.string, isFree: isFree)
            else { return node }
            scalar.string = text
            return .scalar(scalar)
        case .sequence(var sequence):
            for index in sequence.indices { sequence[index] = rewriting(sequence[index], isFree: isFree) }
            return .sequence(sequence)
        case .mapping(var mapping):
            for (key, value) in mapping {
                mapping[key] = rewriting(value, isFree: isFree || key.string == "extra_body")
            }
            return .mapping(mapping)
        case .alias:
            return node
        }
    }

    /// The number in decimal notation; nil when scientific notation is the shorter one.
    private static func decimal(_ text: String, isFree: Bool) -> String? {
        guard let value = Double(text) else { return nil }
        let plain = "\(value)"
        guard !plain.contains("e") else { return nil }
        return plain.hasSuffix(".0") && !isFree ? String(plain.dropLast(2)) : plain
    }
}
