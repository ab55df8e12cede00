#include "ui/pages/tiers/tierconflictdialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formats.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Orion
{

namespace
{

QLabel *cell(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMinimumWidth(180);
    return label;
}

Card *table(Theme &theme, const std::vector<TierDifference> &differences, QWidget *parent)
{
    auto *card = new Card(theme, {}, parent);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(Space::two);
    grid->setVerticalSpacing(Space::one);
    grid->setColumnMinimumWidth(0, 128);
    grid->addWidget(Formats::muted(new QLabel(TierConflictDialog::tr("Theirs"), card)), 0, 1);
    grid->addWidget(Formats::muted(new QLabel(TierConflictDialog::tr("Mine"), card)), 0, 2);
    int line = 1;
    for (const TierDifference &difference : differences) {
        grid->addWidget(Formats::secondary(new QLabel(difference.field, card)), line, 0,
                        Qt::AlignTop);
        grid->addWidget(cell(difference.theirs, card), line, 1, Qt::AlignTop);
        auto *mine = cell(difference.mine, card);
        if (difference.bothChanged)
            mine->setProperty("tone", QStringLiteral("warning"));
        grid->addWidget(mine, line++, 2, Qt::AlignTop);
    }
    card->content()->addLayout(grid);
    return card;
}

} // namespace

TierConflictDialog::TierConflictDialog(Theme &theme, const QString &tierName,
                                       const std::vector<TierDifference> &differences,
                                       QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Two versions of %1").arg(tierName));
    auto *title = new QLabel(tr("Somebody else saved %1 first").arg(tierName), this);
    title->setFont(theme.headingFont());
    auto *text = Formats::secondary(new QLabel(
        tr("Nothing of yours was saved yet. Keep editing to go on with your changes on top of "
           "theirs, or reload to drop yours. What both of you changed is marked."),
        this));
    text->setWordWrap(true);
    auto *reload = new QPushButton(tr("Reload theirs"), this);
    reload->setObjectName(QStringLiteral("reload"));
    reload->setAutoDefault(false);
    auto *keep = new QPushButton(tr("Keep editing"), this);
    keep->setObjectName(QStringLiteral("keep"));
    keep->setProperty("look", QStringLiteral("primary"));
    keep->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::one);
    buttons->addStretch();
    buttons->addWidget(reload);
    buttons->addWidget(keep);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::three, Space::three, Space::three, Space::two);
    layout->setSpacing(12);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addWidget(table(theme, differences, this));
    layout->addLayout(buttons);
    setMinimumWidth(600);
    connect(reload, &QPushButton::clicked, this, [this] { done(Reload); });
    connect(keep, &QPushButton::clicked, this, [this] { done(Keep); });
}

} // namespace Orion
