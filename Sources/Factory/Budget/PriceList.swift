internal import Support

/// What tokens cost now, by model; shared by all who reckon with it, so that a reload reaches them.
package final class PriceList: Sendable, ExpressibleByDictionaryLiteral {
    private let prices: Locked<[String: PriceSettings]>

    package init(_ prices: [String: PriceSettings] = [:]) {
        self.prices = Locked(prices)
    }

    package convenience init(dictionaryLiteral elements: (String, PriceSettings)...) {
        self.init(Dictionary(elements) { _, last in last })
    }

    /// The price of a model; nil for one that costs no money.
    package subscript(_ model: String) -> PriceSettings? { prices.withLock { $0[model] } }

    /// Other prices from now on; what was reckoned stays.
    package func change(to prices: [String: PriceSettings]) {
        self.prices.withLock { $0 = prices }
    }
}
