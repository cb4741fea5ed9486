import Support
import Testing

@Suite struct MoneyTests {
    @Test(arguments: [
        (0, "0.00"), (1_000_000_000, "1.00"), (49_876_543_210, "49.88"), (1_234_000, "0.001234"), (140, "0.00"),
        (500, "0.000001"), (250_000_000, "0.25"), (999_999_999, "1.00"), (-1_500_000_000, "-1.50"),
    ])
    func `an amount is shown as people write it`(nano: Int, text: String) {
        #expect(Money(nano: nano).description == text)
    }

    @Test func `units become billionths and back`() {
        #expect(Money(units: 0.14) == Money(nano: 140_000_000))
        #expect(Money(units: 0.1).map { $0 + $0 + $0 } == Money(units: 0.3))
        #expect(Money(units: .infinity) == nil && Money(units: .nan) == nil && Money(units: 1e30) == nil)
    }

    @Test func `JSON holds units`() throws {
        #expect(try CanonicalJSON.string([Money(nano: 12_500_000)]) == "[0.0125]")
        #expect(try CanonicalJSON.decode([Money].self, from: "[0.0125]") == [Money(nano: 12_500_000)])
        #expect(throws: DecodingError.self) { try CanonicalJSON.decode([Money].self, from: "[1e40]") }
    }
}
