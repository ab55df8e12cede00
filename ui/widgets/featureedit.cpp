#include "ui/widgets/featureedit.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>

namespace Orion
{

FeatureEdit::FeatureEdit(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout)
    , m_entry(new QLineEdit(this))
    , m_add(new QPushButton(tr("Add"), this))
{
    m_grid->setContentsMargins(0, 6, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);
    m_entry->setPlaceholderText(tr("Another feature, such as api_access"));
    m_entry->setAccessibleName(tr("Another feature"));
    m_add->setEnabled(false);
    m_add->setAutoDefault(false);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_entry, 1);
    line->addWidget(m_add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addLayout(m_grid);
    layout->addLayout(line);
    connect(m_entry, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_add->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_entry, &QLineEdit::returnPressed, this, &FeatureEdit::addTyped);
    connect(m_add, &QPushButton::clicked, this, &FeatureEdit::addTyped);
}

QString FeatureEdit::title(const QString &feature)
{
    QString text = feature;
    text.replace(u'_', u' ');
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text.replace(QStringLiteral("Api "), QStringLiteral("API "));
}

void FeatureEdit::setFeatures(const QStringList &known, const QStringList &included)
{
    qDeleteAll(m_boxes);
    m_boxes.clear();
    m_order = included;
    m_entry->clear();
    QStringList all = known;
    for (const QString &feature : included) {
        if (!all.contains(feature))
            all.append(feature);
    }
    for (const QString &feature : std::as_const(all))
        add(feature, included.contains(feature));
}

void FeatureEdit::add(const QString &feature, bool included)
{
    auto *box = new QCheckBox(title(feature), this);
    box->setToolTip(feature);
    box->setChecked(included);
    const int at = int(m_boxes.size());
    m_grid->addWidget(box, at / 2, at % 2);
    m_boxes.insert(feature, box);
    if (!m_order.contains(feature))
        m_order.append(feature);
    connect(box, &QCheckBox::clicked, this, &FeatureEdit::edited);
}

void FeatureEdit::addTyped()
{
    const QString feature = m_entry->text().trimmed().toLower().replace(u' ', u'_');
    if (feature.isEmpty())
        return;
    m_entry->clear();
    if (QCheckBox *known = m_boxes.value(feature))
        known->setChecked(true);
    else
        add(feature, true);
    Q_EMIT edited();
}

QStringList FeatureEdit::features() const
{
    QStringList included;
    for (const QString &feature : m_order) {
        const QCheckBox *box = m_boxes.value(feature);
        if (box && box->isChecked())
            included.append(feature);
    }
    return included;
}

} // namespace Orion
