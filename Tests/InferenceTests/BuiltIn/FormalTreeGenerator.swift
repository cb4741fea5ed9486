import Support

@testable import Inference

/// Random trees of the fragment, also such as no sentence gives.
struct FormalTreeGenerator {
    private var random: StableRandom

    init(seed: UInt64) { random = StableRandom(seed: seed) }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    mutating func term(depth: Int) -> FormalTerm {
        guard depth > 0, below(5) > 0 else {
            return below(2) == 0 ? .variable(["n", "m"][below(2)]) : .numeral(String(below(30)))
        }
        switch below(7) {
        case 0: return .negated(term(depth: depth - 1))
        case 1: return term(depth: depth - 1) + term(depth: depth - 1)
        case 2: return term(depth: depth - 1) - term(depth: depth - 1)
        case 3: return term(depth: depth - 1) * term(depth: depth - 1)
        case 4: return .power(term(depth: depth - 1), term(depth: depth - 1))
        case 5: return .remainder(term(depth: depth - 1), term(depth: depth - 1))
        default: return .binary(.divide, term(depth: depth - 1), term(depth: depth - 1))
        }
    }

    mutating func claim(depth: Int) -> FormalProposition {
        guard depth > 0, below(6) > 0 else {
            switch below(3) {
            case 0: return .variable(["p", "q"][below(2)])
            case 1: return .property([.even, .odd, .prime][below(3)], term(depth: 2))
            default:
                let relations: [FormalRelation] = [
                    .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual, .divides,
                ]
                return .relation(relations[below(relations.count)], term(depth: 2), term(depth: 2))
            }
        }
        switch below(7) {
        case 0: return .not(claim(depth: depth - 1))
        case 1: return .quantified([.forAll, .exists, .existsUnique][below(3)], binders(), claim(depth: depth - 1))
        default:
            let connectives: [FormalConnective] = [.and, .or, .implies, .iff]
            return .binary(connectives[below(4)], claim(depth: depth - 1), claim(depth: depth - 1))
        }
    }

    private mutating func binders() -> [FormalBinder] {
        let names = ["x", "y", "z"].prefix(1 + below(3))
        return names.map { FormalBinder(name: $0, sort: [.natural, .integer, .proposition][below(3)]) }
    }
}
