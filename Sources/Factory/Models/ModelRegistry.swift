package import Inference

/// The models of a configuration, each behind the answer cache, by the name under which stages ask for them.
package struct ModelRegistry: Sendable {
    private let models: [String: any ChatModel]

    /// - Parameter models: the models by name, already behind their cache.
    package init(_ models: [String: any ChatModel]) {
        self.models = models
    }

    /// The model of that name.
    ///
    /// - Throws: `FactoryError` when there is none; a loaded configuration never asks for one.
    package subscript(_ name: String) -> any ChatModel {
        get throws(FactoryError) {
            guard let model = models[name] else { throw .unknownModel(name) }
            return model
        }
    }
}
