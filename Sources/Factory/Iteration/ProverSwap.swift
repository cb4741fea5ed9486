internal import Foundation
internal import Inference
internal import Ledger
internal import Support

/// The configuration of a round: the trained prover in the place of the configured one.
enum ProverSwap {
    /// The name under which attempts of a round's prover are kept. It differs from round to round, so that a new prover's
    /// samples are new attempts and not repetitions.
    static func name(_ prover: String, round: Int) -> String { round == 1 ? prover : "\(prover)@\(round)" }

    /// The configuration with the round's prover wherever the search for proofs names the trained model.
    ///
    /// - Parameter round: decides the name.
    /// - Throws: `FactoryError` when there is no such model, or when it is no server's.
    static func configuration(
        _ configuration: Configuration, prover: String, is now: Iteration.Prover, round: Int
    ) throws -> Configuration {
        guard var settings = configuration.models[prover], var endpoint = settings.endpoint else {
            throw FactoryError.unknownModel(prover)
        }
        if let model = now.model { endpoint.model = model }
        if let address = now.baseURL { endpoint.baseURLs = [address] }
        settings.endpoint = endpoint
        let name = name(prover, round: round)
        var changed = configuration
        changed.models[name] = settings
        changed.stages.prove = try replacing(changed.stages.prove, prover, by: name)
        changed.stages.refute = try replacing(changed.stages.refute, prover, by: name)
        return changed
    }

    /// The settings with one text for another.
    static func replacing<Settings: Codable>(_ settings: Settings, _ old: String, by new: String) throws -> Settings {
        let value = try CanonicalJSON.decode(JSONValue.self, from: CanonicalJSON.string(settings))
        return try CanonicalJSON.decode(Settings.self, from: CanonicalJSON.string(replaced(value, old, new)))
    }

    private static func replaced(_ value: JSONValue, _ old: String, _ new: String) -> JSONValue {
        switch value {
        case .string(old): .string(new)
        case .array(let items): .array(items.map { replaced($0, old, new) })
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { key, value in
                        (key, key == "template" ? value : replaced(value, old, new))
                    }))
        default: value
        }
    }
}
