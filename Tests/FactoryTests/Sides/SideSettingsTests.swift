import Testing

@testable import Factory

/// What a configuration says of both sides, of repairs and of sketches.
@Suite struct SideSettingsTests {
    private func parse(_ text: String) throws -> Configuration {
        try ConfigurationLoader.parse(text, name: "test.yaml")
    }

    @Test func `all of it is off unless it is asked for`() {
        let stages = StagesSettings()
        #expect(!stages.refute.enabled && !stages.prove.sketch.enabled && stages.prove.repair.rounds == 0)
        #expect(!Configuration().modelReferences.contains { $0.place.hasPrefix("refute") })
    }

    @Test(arguments: [
        ("stages: { refute: { enabled: true, portfolio: none } }", "stages.refute.enabled is true, but neither"),
        ("stages: { refute: { waves: [0] } }", "stages.refute.waves must hold numbers"),
        ("stages: { refute: { enabled: true, models: [ghost] } }", "refute.models"),
        ("stages: { refute: { rounds: 1 } }", "stages.refute.rounds is not a known setting"),
        ("stages: { prove: { repair: { rounds: 9 } } }", "stages.prove.repair.rounds must be between 0 and 8"),
        ("stages: { prove: { repair: { budget: 0 } } }", "stages.prove.repair.budget must be between"),
        ("stages: { prove: { sketch: { enabled: true } } }", "stages.prove.sketch is enabled, but neither"),
        ("stages: { prove: { sketch: { depth: 5 } } }", "stages.prove.sketch.depth must be between 1 and 4"),
        ("stages: { prove: { sketch: { enabled: true, models: [ghost] } } }", "prove.sketch.models"),
        ("stages: { prove: { sketch: { lemma_samples: -1 } } }", "lemma_samples must be between"),
    ])
    func `what cannot be is an error that names the key`(_ text: String, _ part: String) {
        #expect {
            _ = try parse(text)
        } throws: { "\($0)".contains(part) }
    }

    @Test func `settings are written as they are read`() throws {
        let text = """
            stages:
              prove:
                models: [english]
                repair: { rounds: 2, budget: 9, messages: 3, template: mine, sampling: { temperature: 0.5 } }
                sketch: { enabled: true, models: [rules], samples: 3, depth: 2, holes: 4, lemma_samples: 5, budget: 6 }
              refute: { enabled: true, portfolio: none, models: [rules], waves: [1, 2], repair: { rounds: 1 } }
            """
        let configuration = try parse(text)
        #expect(configuration.stages.refute.portfolio == nil && configuration.stages.prove.sketch.lemmaSamples == 5)
        #expect(try parse(try ConfigurationLoader.render(configuration)) == configuration)
        let places = configuration.modelReferences.map(\.place)
        #expect(places.contains("refute.models") && places.contains("prove.sketch.models"))
    }
}
