internal import Support

/// `budget:`: what all runs on one ledger together may use up. The run that reaches a limit ends with exit code 4, and goes
/// on when it is started again with a larger one.
package struct BudgetSettings: Codable, Sendable, Equatable {
    /// Money in units of `currency`, by the prices under `models`; nil for no limit.
    package var money: Double?
    /// Tokens of prompts and answers together, of models behind servers; nil for no limit.
    package var tokens: Int?
    /// Hours that runs were at work; runs at the same time count each. Nil for no limit.
    package var hours: Double?
    /// What the prices are in; only shown.
    package var currency = "USD"

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        money = try reader.optional("money")
        tokens = try reader.optional("tokens")
        hours = try reader.optional("hours")
        currency = try reader.value("currency", default: currency)
        if let money, !(0...1e9).contains(money) {
            throw reader.fault("money", "must be between 0 and 1000000000, but is \(money)")
        }
        if let tokens, tokens < 0 { throw reader.fault("tokens", "must be 0 or more, but is \(tokens)") }
        if let hours, !(0...1e6).contains(hours) {
            throw reader.fault("hours", "must be between 0 and 1000000, but is \(hours)")
        }
        let isWord = (1...8).contains(currency.utf8.count) && currency.unicodeScalars.allSatisfy { $0.value > 0x20 }
        guard isWord else { throw reader.fault("currency", "must be a word of at most 8 bytes, such as USD") }
        try reader.finish()
    }

    /// The limits as the budget is reckoned.
    package var limits: BudgetLimits {
        BudgetLimits(money: money.flatMap(Money.init(units:)), tokens: tokens, hours: hours)
    }
}
