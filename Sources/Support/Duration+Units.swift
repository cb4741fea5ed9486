extension Duration {
    /// The length in seconds.
    package var seconds: Double {
        let (whole, atto) = components
        return Double(whole) + Double(atto) * 1e-18
    }

    /// The length in whole milliseconds, rounded down.
    package var milliseconds: Int {
        let (whole, atto) = components
        return Int(whole) * 1000 + Int(atto / 1_000_000_000_000_000)
    }
}
