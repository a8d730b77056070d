/// How near a variant of uncertain significance is to likely pathogenic, by its points (ACGS Best Practice Guidelines for
/// Variant Classification 2020, section 4.3, after 10.1002/humu.24088).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Temperature {
    /// 0 points.
    IceCold,
    /// 1 point.
    Cold,
    /// 2 points.
    Cool,
    /// 3 points.
    Tepid,
    /// 4 points.
    Warm,
    /// 5 points.
    Hot,
}

impl Temperature {
    /// The temperature of a sum of points; `None` outside 0 to 5.
    pub fn of(points: i32) -> Option<Self> {
        Some(match points {
            0 => Self::IceCold,
            1 => Self::Cold,
            2 => Self::Cool,
            3 => Self::Tepid,
            4 => Self::Warm,
            5 => Self::Hot,
            _ => return None,
        })
    }

    /// The name in JSON and as a key of the messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::IceCold => "ice_cold",
            Self::Cold => "cold",
            Self::Cool => "cool",
            Self::Tepid => "tepid",
            Self::Warm => "warm",
            Self::Hot => "hot",
        }
    }
}
