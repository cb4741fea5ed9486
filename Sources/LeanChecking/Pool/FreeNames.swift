/// Names that are known to be free under a header: no theorem of the library has them.
struct FreeNames: Sendable {
    private var names: [LeanHeader: Set<String>] = [:]
    private var count = 0
    /// Most names that are kept; beyond it all are forgotten and learnt anew.
    private let limit: Int

    init(limit: Int = 20_000) {
        self.limit = limit
    }

    func of(_ header: LeanHeader) -> Set<String> { names[header] ?? [] }

    mutating func add(_ found: [String], _ header: LeanHeader) {
        if count + found.count > limit {
            names = [:]
            count = 0
        }
        let before = names[header]?.count ?? 0
        names[header, default: []].formUnion(found)
        count += (names[header]?.count ?? 0) - before
    }
}
