/// A strict reader of the Prometheus text format 0.0.4: what it does not know to be right is an error.
package struct PrometheusParser {
    /// What is wrong, and in which line.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    /// One line with a value.
    package struct Sample: Sendable, Hashable {
        package let name: String
        package let labels: [String: String]
        package let value: Double
    }

    /// The kind of each metric by its name.
    package private(set) var kinds: [String: String] = [:]
    package private(set) var samples: [Sample] = []

    private var helped: Set<String> = []
    private var current: String?
    private var finished: Set<String> = []

    /// Reads a whole page.
    ///
    /// - Throws: `Fault` for anything that the format does not allow: a line of another shape, a bad name or escape, a metric
    ///   without `HELP` and `TYPE`, or in two places, a series twice, a histogram that is not cumulative.
    package init(_ text: String) throws {
        guard text.utf8.last == 0x0A else { throw Fault(description: "the last line has no end") }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated() {
            do { try read(line) } catch let fault as Fault {
                throw Fault(description: "line \(number + 1), \(line): \(fault.description)")
            }
        }
        guard Set(samples.map { Series(name: $0.name, labels: $0.labels) }).count == samples.count else {
            throw Fault(description: "a series stands there twice")
        }
        for (name, kind) in kinds where kind == "histogram" { try checkHistogram(name) }
    }

    /// The value of a series; nil when it is not there.
    package func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    /// The sum over all series of a metric whose labels hold these.
    package func sum(_ name: String, _ labels: [String: String] = [:]) -> Double {
        samples.filter { sample in sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value } }
            .reduce(0) { $0 + $1.value }
    }

    private struct Series: Hashable {
        let name: String
        let labels: [String: String]
    }

    private mutating func read(_ line: Substring) throws {
        if line.hasPrefix("# HELP ") || line.hasPrefix("# TYPE ") {
            let rest = line.dropFirst(7)
            let parts = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            try checkName(name, colons: true)
            guard parts.count == 2 else { throw Fault(description: "nothing follows the name") }
            if line.hasPrefix("# HELP ") {
                guard helped.insert(name).inserted else { throw Fault(description: "a second HELP") }
                _ = try unescaped(parts[1], quotes: false)
            } else {
                guard helped.contains(name), kinds[name] == nil else { throw Fault(description: "TYPE out of place") }
                guard ["counter", "gauge", "histogram"].contains(parts[1]) else {
                    throw Fault(description: "unknown TYPE")
                }
                kinds[name] = String(parts[1])
                if let current { finished.insert(current) }
                guard !finished.contains(name) else { throw Fault(description: "the metric was there before") }
                current = name
            }
            return
        }
        guard !line.isEmpty, line.first != "#" else { throw Fault(description: "neither a value nor HELP nor TYPE") }
        samples.append(try sample(line))
    }

    private func sample(_ line: Substring) throws -> Sample {
        let end = line.firstIndex { $0 == "{" || $0 == " " } ?? line.endIndex
        let name = String(line[..<end])
        try checkName(name, colons: true)
        guard let current, let kind = kinds[current] else { throw Fault(description: "no TYPE before") }
        let allowed = kind == "histogram" ? ["_bucket", "_sum", "_count"].map { current + $0 } : [current]
        guard allowed.contains(name) else { throw Fault(description: "it does not belong to \(current)") }
        if kind == "counter", !name.hasSuffix("_total") { throw Fault(description: "a counter without _total") }
        var rest = line[end...]
        var labels: [String: String] = [:]
        if rest.first == "{" { labels = try readLabels(&rest) }
        guard rest.first == " " else { throw Fault(description: "no blank before the value") }
        let text = rest.dropFirst()
        let value: Double? =
            switch text {
            case "NaN": .nan
            case "+Inf": .infinity
            case "-Inf": -.infinity
            default: text.allSatisfy { "0123456789.eE+-".contains($0) } ? Double(text) : nil
            }
        guard let value else { throw Fault(description: "the value is no number") }
        if kind == "counter", !(value >= 0) { throw Fault(description: "a counter below zero") }
        return Sample(name: name, labels: labels, value: value)
    }

    private func readLabels(_ rest: inout Substring) throws -> [String: String] {
        var labels: [String: String] = [:]
        rest.removeFirst()
        while rest.first != "}" {
            guard let equals = rest.firstIndex(of: "=") else { throw Fault(description: "a label without value") }
            let name = String(rest[..<equals])
            try checkName(name, colons: false)
            rest = rest[rest.index(after: equals)...]
            guard rest.first == "\"" else { throw Fault(description: "a value without quotation mark") }
            rest.removeFirst()
            var raw = ""
            while let next = rest.first, next != "\"" {
                raw.append(next)
                rest.removeFirst()
                if next == "\\" {
                    guard let escape = rest.first else { throw Fault(description: "an escape without end") }
                    raw.append(escape)
                    rest.removeFirst()
                }
            }
            guard rest.first == "\"" else { throw Fault(description: "a value without end") }
            rest.removeFirst()
            guard labels.updateValue(try unescaped(raw[...], quotes: true), forKey: name) == nil else {
                throw Fault(description: "the label \(name) twice")
            }
            if rest.first == "," {
                rest.removeFirst()
            } else if rest.first != "}" {
                throw Fault(description: "neither comma nor brace after a label")
            }
        }
        rest.removeFirst()
        return labels
    }

    private func unescaped(_ text: Substring, quotes: Bool) throws -> String {
        var result = ""
        var isEscape = false
        for character in text {
            if isEscape {
                switch character {
                case "\\": result.append("\\")
                case "n": result.append("\n")
                case "\"" where quotes: result.append("\"")
                default: throw Fault(description: "the escape \\\(character)")
                }
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else {
                result.append(character)
            }
        }
        if isEscape { throw Fault(description: "an escape without end") }
        return result
    }

    private func checkName(_ name: String, colons: Bool) throws {
        let bytes = Array(name.utf8)
        let isRight = bytes.enumerated().allSatisfy { index, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            case UInt8(ascii: ":"): colons
            case UInt8(ascii: "0")...UInt8(ascii: "9"): index > 0
            default: false
            }
        }
        guard isRight, !bytes.isEmpty else { throw Fault(description: "'\(name)' is no name") }
    }

    private func checkHistogram(_ name: String) throws {
        let buckets = samples.filter { $0.name == name + "_bucket" }
        for (labels, series) in Dictionary(grouping: buckets, by: { $0.labels.filter { $0.key != "le" } }) {
            var last = 0.0
            var bound = -Double.infinity
            for sample in series {
                guard let text = sample.labels["le"], let next = text == "+Inf" ? .infinity : Double(text), next > bound
                else { throw Fault(description: "\(name): the bounds do not rise") }
                guard sample.value >= last else { throw Fault(description: "\(name): not cumulative") }
                (bound, last) = (next, sample.value)
            }
            guard bound == .infinity, value(name + "_count", labels) == last, value(name + "_sum", labels) != nil else {
                throw Fault(description: "\(name): +Inf, sum and count do not agree")
            }
        }
    }
}
