/// Reads numerals written as English words, from zero to 999,999,999.
enum NumeralWords {
    private static let units = [
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    ]
    private static let teens = [
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19,
    ]
    private static let tens = [
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    ]

    /// Reads the longest numeral at the beginning of the words.
    ///
    /// - Parameter allowingAnd: whether "and" may stand after "hundred" and "thousand" ("one hundred and five").
    /// - Returns: the number and how many words it took; nil when no numeral begins here.
    static func read(_ words: [String], allowingAnd: Bool = true) -> (value: Int, count: Int)? {
        guard words.first != "zero" else { return (0, 1) }
        var total = 0
        var position = 0
        var limit = 1_000_000_000
        while let group = belowThousand(words.dropFirst(position), allowingAnd: allowingAnd) {
            let next = position + group.count
            let scale: Int
            switch next < words.count ? words[next] : "" {
            case "million": scale = 1_000_000
            case "thousand": scale = 1_000
            default: scale = 1
            }
            guard scale < limit else { break }
            total += group.value * scale
            limit = scale
            position = next + (scale == 1 ? 0 : 1)
            if scale == 1 { break }
            // "one thousand and five", but not "one thousand and two hundred".
            if allowingAnd, position < words.count, words[position] == "and",
                let rest = belowHundred(words.dropFirst(position + 1)), rest.value > 0
            {
                let after = position + 1 + rest.count
                let isScaled = after < words.count && ["hundred", "thousand", "million"].contains(words[after])
                if !isScaled { return (total + rest.value, after) }
            }
        }
        return position > 0 ? (total, position) : nil
    }

    private static func belowThousand(_ words: ArraySlice<String>, allowingAnd: Bool) -> (value: Int, count: Int)? {
        guard let lead = belowHundred(words) else { return nil }
        guard lead.value < 10, words.dropFirst(lead.count).first == "hundred" else { return lead }
        var rest = words.dropFirst(lead.count + 1)
        var count = lead.count + 1
        if allowingAnd, rest.first == "and" {
            rest = rest.dropFirst()
            guard let small = belowHundred(rest), small.value > 0 else { return (lead.value * 100, count) }
            return (lead.value * 100 + small.value, count + 1 + small.count)
        }
        guard let small = belowHundred(rest), small.value > 0 else { return (lead.value * 100, count) }
        count += small.count
        return (lead.value * 100 + small.value, count)
    }

    /// 1 to 99; the hyphen of "twenty-one" is gone by now.
    private static func belowHundred(_ words: ArraySlice<String>) -> (value: Int, count: Int)? {
        guard let first = words.first else { return nil }
        if let value = teens[first] { return (value, 1) }
        if let value = units[first], value > 0 { return (value, 1) }
        guard let value = tens[first] else { return nil }
        guard let second = words.dropFirst().first, let unit = units[second], unit > 0 else { return (value, 1) }
        return (value + unit, 2)
    }
}
