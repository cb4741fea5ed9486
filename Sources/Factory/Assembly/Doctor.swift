internal import Foundation
internal import Inference
internal import LeanChecking
internal import Prompting
internal import Support

/// Looks at everything a run needs, and lets one Lean worker try its canaries: for `dsprover doctor`.
package struct Doctor: Sendable {
    /// How one check came out.
    package enum State: String, Codable, Sendable {
        case good, missing
    }

    /// One thing that was looked at.
    package struct Finding: Codable, Sendable, Equatable {
        /// What it is: `configuration`, `templates`, `lean`, `model NAME`.
        package let subject: String
        package let state: State
        /// What was found, or what is wrong.
        package let detail: String
        /// What to type; nil when nothing has to be done.
        package let advice: String?
    }

    /// A place where Lean was looked for.
    package struct LeanPlace: Codable, Sendable, Equatable {
        package let place: String
        package let finding: String
        package let chosen: Bool
    }

    /// The Lean that is used.
    package struct LeanReport: Codable, Sendable, Equatable {
        /// `embedded` or `full`.
        package let profile: String
        package let path: String
        package let version: String
        package let library: String
        /// Why it was chosen.
        package let origin: String
    }

    /// What stands between Lean and the rest of the machine.
    package struct Isolation: Codable, Sendable, Equatable {
        package let measure: String
        package let active: Bool
        /// By which means, or why not.
        package let detail: String
    }

    /// All findings together.
    package struct Report: Codable, Sendable, Equatable {
        package var ok: Bool
        package var lean: LeanReport?
        package var leanPlaces: [LeanPlace]
        /// `strict`, `best-effort` or `off`, as configured.
        package var isolationMode: String
        package var isolation: [Isolation]
        /// Why there is not more isolation, in the words of the programs that refused it.
        package var isolationObstacles: [String]
        /// What to do for more isolation; nil when there is nothing.
        package var isolationAdvice: String?
        package var findings: [Finding]
    }

    private let loaded: LoadedConfiguration
    private let surroundings: Surroundings
    private let assembly: FactoryAssembly

    package init(_ loaded: LoadedConfiguration, surroundings: Surroundings, assembly: FactoryAssembly) {
        self.loaded = loaded
        self.surroundings = surroundings
        self.assembly = assembly
    }

    /// Looks at configuration, templates, Lean and models.
    package func examine() async -> Report {
        var findings = [
            Finding(
                subject: "configuration", state: .good,
                detail: loaded.file?.path ?? "the built-in defaults (no dsprover.yaml here)", advice: nil)
        ]
        findings.append(templates())
        var isolation: LeanIsolation.Report?
        do {
            isolation = try await assembly.isolate()
        } catch {
            findings.append(Self.finding("isolation", error, otherwise: nil))
        }
        var lean: LeanReport?
        let candidates = await assembly.toolchainCandidates()
        do {
            let toolchain = try assembly.chosen(from: candidates)
            try await assembly.tryOut(toolchain)
            lean = LeanReport(
                profile: toolchain.profile.rawValue, path: toolchain.leanPath, version: toolchain.version,
                library: toolchain.library, origin: toolchain.origin)
            findings.append(
                Finding(
                    subject: "lean", state: .good,
                    detail: "Lean \(toolchain.version), \(toolchain.profile.rawValue) profile (\(toolchain.library)): "
                        + "\(toolchain.leanPath); \(toolchain.origin)",
                    advice: toolchain.profile == .full
                        ? nil
                        : "This is not Mathlib. For the full profile: make mathlib, then set lean.project and lean.header."
                ))
        } catch {
            findings.append(Self.finding("lean", error, otherwise: "Type: make setup"))
        }
        findings += models()
        let places = candidates.map {
            LeanPlace(
                place: [$0.origin, $0.path].compactMap { $0 }.joined(separator: ": "), finding: $0.explanation,
                chosen: $0.isChosen)
        }
        return Report(
            ok: findings.allSatisfy { $0.state == .good }, lean: lean, leanPlaces: places,
            isolationMode: loaded.configuration.lean.isolation.rawValue,
            isolation: (isolation?.measures ?? []).map {
                Isolation(measure: $0.name, active: $0.isActive, detail: $0.detail)
            },
            isolationObstacles: isolation?.obstacles ?? [], isolationAdvice: isolation?.advice, findings: findings)
    }

    private func templates() -> Finding {
        do {
            _ = try assembly.prompts()
            let used = Set(loaded.configuration.stages.templates.map(\.name)).sorted()
            return Finding(
                subject: "templates", state: .good,
                detail:
                    "\(used.joined(separator: ", ")) in \(surroundings.templates(of: loaded)?.path ?? "")",
                advice: nil)
        } catch {
            return Self.finding("templates", error, otherwise: nil)
        }
    }

    private func models() -> [Finding] {
        Set(loaded.configuration.modelReferences.map(\.name)).sorted().map { name in
            guard let settings = loaded.configuration.models[name] else {
                return Self.finding("model \(name)", FactoryError.unknownModel(name), otherwise: nil)
            }
            guard let endpoint = settings.endpoint else {
                return Finding(
                    subject: "model \(name)", state: .good, detail: "built in: \(settings.kind.rawValue)", advice: nil)
            }
            do {
                let address = try endpoint.baseURLs.map { url in
                    try EnvironmentReferences.expand(
                        url, setting: "models.\(name).base_url", environment: surroundings.environment)
                }.joined(separator: ", ")
                let model = try EnvironmentReferences.expand(
                    endpoint.model, setting: "models.\(name).model", environment: surroundings.environment)
                if settings.isOffline {
                    return Finding(
                        subject: "model \(name)", state: .good,
                        detail: "\(model): its answers come in batches (dsprover batch); no server is called",
                        advice: nil)
                }
                if let key = endpoint.apiKeyEnvironment, (surroundings.environment[key] ?? "").isEmpty {
                    return Finding(
                        subject: "model \(name)", state: .missing,
                        detail:
                            "\(model) at \(SecretMask.address(address)): the environment variable \(key) holds no key",
                        advice: "Type: export \(key)=…")
                }
                return Finding(
                    subject: "model \(name)", state: .good,
                    detail: "\(model) at \(SecretMask.address(address)) (not called)", advice: nil)
            } catch {
                return Self.finding("model \(name)", error, otherwise: nil)
            }
        }
    }

    private static func finding(_ subject: String, _ error: any Error, otherwise advice: String?) -> Finding {
        guard let error = error as? any UserFacingError else {
            return Finding(subject: subject, state: .missing, detail: "\(error)", advice: advice)
        }
        return Finding(subject: subject, state: .missing, detail: error.message, advice: error.advice ?? advice)
    }
}
