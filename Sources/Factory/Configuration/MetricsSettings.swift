/// `metrics:`: how `dsprover work` can be looked at from outside.
package struct MetricsSettings: Codable, Sendable, Equatable {
    /// The port on 127.0.0.1 for `/metrics`, `/healthz` and `/readyz`; 0 for any free one, which is said in the log; nil for
    /// none.
    package var port: Int?

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        port = try reader.optionalNumber("port", in: 0...65_535)
        try reader.finish()
    }
}
