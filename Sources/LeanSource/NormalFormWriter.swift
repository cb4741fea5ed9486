/// Walks once over the tokens of a statement and writes its normal form. Nesting is kept on a stack of its own, not on
/// that of the process: hostile statements nest deeply.
struct NormalFormWriter {
    /// A construct that is open.
    enum Frame {
        /// An ordinary bracket; ends at the token `end`.
        case bracket(end: Int, height: Int)
        /// A quantifier whose binders are being read.
        case quantifier(Quantifier)
        /// The type of one group of binders of the quantifier below it.
        case type(BinderType)
        /// What a quantifier or a `let` governs.
        case body(NormalForm.Reach, height: Int)
        /// `if`, `then`, `with`: words that end the bodies opened after them when their partner comes.
        case marker(LeanWord)
        /// `let x`, before its value has ended.
        case binding(names: [LeanWord], valueStart: Int?)
    }

    struct Quantifier {
        let word: LeanWord
        let height: Int
        /// Whether the binders are written `(x : A) →`.
        var isArrow = false
        /// Whether a sign such as `ᶠ` follows the word; such quantifiers are not merged with others.
        var isPlain = true
        /// Names read but not yet bound.
        var pending: [LeanWord] = []
        /// The last group in the output, and where its count stands.
        var lastGroup: Range<Int>?
        var count = 0
    }

    struct BinderType {
        let names: [LeanWord]
        /// Where the type ends, when a bracket ends it, and where to go on.
        let end: Int?
        let resume: Int
        let outputStart: Int
        let height: Int
    }

    var source: LexedSource
    var brackets: NormalFormBrackets
    var number = 0
    var limit: Int
    var frames: [Frame] = []
    var scope = NormalFormScope()
    private(set) var output: [LeanWord] = []
    /// Indices of the frames that only a bracket, a comma or an arrow of their own ends.
    private var boundaries: [Int] = []
    /// The tokens that end the open brackets and bracketed types.
    private var ends: [Int] = []
    /// Indices of the marker and binding frames, by word.
    private var markers: [LeanWord: [Int]] = [:]

    init(_ source: LexedSource) {
        self.source = source
        brackets = NormalFormBrackets(source)
        limit = source.count
    }

    /// Goes on with another text; the variables stay in sight.
    mutating func switchSource(to source: LexedSource) {
        self.source = source
        brackets = NormalFormBrackets(source)
        number = 0
        limit = source.count
    }

    /// Writes the binders of the theorem and keeps them in sight.
    mutating func writeBinders() {
        push(.quantifier(Quantifier(word: "theorem", height: 0)))
        while number < limit { step() }
        while frames.count > 1 { popUnfinished() }
        if case .quantifier(var quantifier) = frames.last {
            flush(&quantifier)
        }
        while !frames.isEmpty { popFrame() }
        emit(":")
    }

    /// Writes the goal.
    mutating func writeGoal() {
        let range = brackets.stripped(0..<source.count, in: source)
        number = range.lowerBound
        limit = range.upperBound
        while number < limit { step() }
        while !frames.isEmpty { popUnfinished() }
    }

    private mutating func step() {
        if number == ends.last { return closeEnclosing() }
        if case .quantifier(let quantifier) = frames.last {
            readBinders(quantifier)
        } else {
            writeTerm()
        }
    }

    // MARK: The stack

    mutating func push(_ frame: Frame) {
        switch frame {
        case .bracket(let end, _):
            ends.append(end)
            boundaries.append(frames.count)
        case .type(let type):
            if let end = type.end { ends.append(end) }
            boundaries.append(frames.count)
        case .quantifier: boundaries.append(frames.count)
        case .marker(let word): markers[word, default: []].append(frames.count)
        case .binding: markers["let", default: []].append(frames.count)
        case .body: break
        }
        frames.append(frame)
    }

    @discardableResult
    mutating func popFrame() -> Frame {
        let frame = frames.removeLast()
        switch frame {
        case .bracket:
            ends.removeLast()
            boundaries.removeLast()
        case .type(let type):
            if type.end != nil { ends.removeLast() }
            boundaries.removeLast()
        case .quantifier: boundaries.removeLast()
        case .marker(let word): markers[word]?.removeLast()
        case .binding: markers["let"]?.removeLast()
        case .body(_, let height): scope.leave(to: height)
        }
        return frame
    }

    /// Replaces the frame on top, which is a quantifier.
    mutating func replaceTop(_ quantifier: Quantifier) {
        frames[frames.count - 1] = .quantifier(quantifier)
    }

    /// The frame that the open bodies and markers belong to.
    var boundary: Frame? { boundaries.last.map { frames[$0] } }

    /// The word of the quantifier whose binder type is the boundary: it lies directly below its type.
    var boundaryQuantifier: LeanWord? {
        guard let index = boundaries.last, index > 0, case .quantifier(let quantifier) = frames[index - 1] else {
            return nil
        }
        return quantifier.word
    }

    /// Ends all bodies and markers down to the boundary.
    mutating func popToBoundary() {
        let depth = (boundaries.last ?? -1) + 1
        while frames.count > depth { popFrame() }
    }

    /// The index of the innermost marker of that word above the boundary.
    func marker(_ word: LeanWord) -> Int? {
        guard let index = markers[word]?.last, index > boundaries.last ?? -1 else { return nil }
        return index
    }

    /// Ends everything above the frame with that index.
    mutating func pop(above index: Int) {
        while frames.count > index + 1 { popFrame() }
    }

    /// Takes the top frame away although its end never came.
    private mutating func popUnfinished() {
        if case .type = frames.last {
            finishType()
        } else {
            let frame = popFrame()
            if case .bracket(_, let height) = frame { scope.leave(to: height) }
            if case .quantifier(var quantifier) = frame { flush(&quantifier) }
        }
    }

    /// At the token that ends the innermost bracket or bracketed type.
    private mutating func closeEnclosing() {
        while let frame = frames.last {
            switch frame {
            case .bracket(let end, let height) where end == number:
                popFrame()
                scope.leave(to: height)
                emit(source.word(number))
                number += 1
                return
            case .type(let type) where type.end == number:
                finishType()
                number = type.resume
                return
            default:
                popUnfinished()
            }
        }
    }

    // MARK: Output

    mutating func emit(_ word: LeanWord) {
        output.append(word)
    }

    var outputCount: Int { output.count }

    /// Appends a group of binders to the quantifier: `names` variables of the type that stands in the output from
    /// `start` on. A group like the one before is counted and not repeated.
    mutating func close(_ names: [LeanWord], from start: Int, in quantifier: inout Quantifier) {
        if let last = quantifier.lastGroup, last.count == output.count - start,
            output[last].elementsEqual(output[start...])
        {
            output.removeLast(output.count - start)
            quantifier.count += names.count
        } else {
            quantifier.lastGroup = start..<output.count
            quantifier.count = names.count
            output.append("")
        }
        if let last = quantifier.lastGroup {
            output[last.upperBound] = LeanWord("*\(quantifier.count)".utf8)
        }
        for name in names { scope.bind(name == "_" ? "" : name) }
    }

    /// Ends the type on top and binds its names in the quantifier below.
    mutating func finishType() {
        guard case .type(let type) = popFrame() else { return }
        scope.leave(to: type.height)
        scope.leaveType()
        emit(")")
        guard case .quantifier(var quantifier) = frames.last else { return }
        close(type.names, from: type.outputStart, in: &quantifier)
        replaceTop(quantifier)
    }

    /// Binds the names that were given no type.
    mutating func flush(_ quantifier: inout Quantifier) {
        guard !quantifier.pending.isEmpty else { return }
        let start = output.count
        emit("(")
        emit(")")
        close(quantifier.pending, from: start, in: &quantifier)
        quantifier.pending = []
    }
}
