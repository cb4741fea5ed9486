/// The one class that stands for several readings.
enum ScoreMedian {
    /// The median by rank; of an even number of classes the lower of the two in the middle, because a doubtful statement
    /// costs more than a lost one.
    ///
    /// - Parameter classes: words of `ScoreSettings.classes`; others are left aside.
    /// - Returns: nil when there is none.
    static func of(_ classes: [String]) -> String? {
        let ranks = classes.compactMap { ScoreSettings.classes.firstIndex(of: $0) }.sorted()
        // The classes stand best first, so the middle one towards the end is the lower.
        return ranks.isEmpty ? nil : ScoreSettings.classes[ranks[ranks.count / 2]]
    }
}
