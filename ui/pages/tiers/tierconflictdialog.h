#pragma once

#include "ui/pages/tiers/tiermerge.h"

#include <QDialog>

namespace Orion
{

class Theme;

// Somebody else saved the tier first: their version beside mine. Ends with Keep (also by Escape:
// nothing is lost by it) or Reload, and deletes itself.
class TierConflictDialog : public QDialog
{
    Q_OBJECT

public:
    enum Choice
    {
        Keep = QDialog::Rejected,
        Reload = QDialog::Accepted
    };

    TierConflictDialog(Theme &theme, const QString &tierName,
                       const std::vector<TierDifference> &differences, QWidget *parent);
};

} // namespace Orion
