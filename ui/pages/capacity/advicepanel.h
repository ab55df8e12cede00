#pragma once

#include "services/capacity/capacityservice.h"
#include "ui/pages/capacity/advicewords.h"
#include "ui/shell/consolepage.h"
#include "ui/widgets/card.h"

class QLabel;
class QPushButton;
class QScrollArea;

namespace Orion
{

class StateView;

// What there is to do about the platform's capacity, the most severe first, each with a button that
// leads to where it can be done. Lives on the GUI thread, owned by the page.
class AdvicePanel : public Card
{
    Q_OBJECT

public:
    explicit AdvicePanel(const PageContext &context, QWidget *parent = nullptr);

    void showLoading();
    void showHealth(const PlatformHealth &health);
    void showFailed(const Error &error); // keeps what is shown already

    const std::vector<Recommendation> &advice() const { return m_advice; }
    std::vector<QPushButton *> buttons() const; // one for each, in their order
    StateView *state() const { return m_state; }
    QString note() const;

Q_SIGNALS:
    void followed(const Orion::AdviceTarget &target);
    void retryRequested();

private:
    QWidget *makeItem(const Recommendation &advice, QWidget *parent);
    void showItems();

    PageContext m_context;
    std::vector<Recommendation> m_advice;
    bool m_isKnown = false;
    StateView *m_state;
    QScrollArea *m_area;
    QLabel *m_note;
};

} // namespace Orion
