/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Time by ST HAL's tick and SysTick's count, the lock, and tickers by TIM5
 * and TIM7.
 */

#include "shim.h"

#define TABLE 128

/* As large as the largest table there is, rounded up to a power of two. */
static uint32_t table[TABLE] __attribute__((aligned(4 * TABLE)));

avm_board_isr avm_board_take_irq(IRQn_Type irq, avm_board_isr isr)
{
    bool outermost = avm_board_critical_enter();
    if (SCB->VTOR != (uint32_t) table) {
        const volatile uint32_t *flash = (const volatile uint32_t *) SCB->VTOR;
        for (size_t nth = 0; nth < TABLE; nth += 1) {
            table[nth] = flash[nth];
        }
        SCB->VTOR = (uint32_t) table;
        __DSB();
    }
    avm_board_isr before = (avm_board_isr) NVIC_GetVector(irq);
    NVIC_SetVector(irq, (uint32_t) isr);
    __DSB();
    avm_board_critical_leave(outermost);
    HAL_NVIC_SetPriority(irq, AVM_BOARD_PRIORITY, 0);
    HAL_NVIC_EnableIRQ(irq);
    return before;
}

static uint32_t depth;
static uint32_t saved;

bool avm_board_critical_enter(void)
{
    uint32_t primask = __get_PRIMASK();
    __disable_irq();
    if (depth == 0) {
        saved = primask;
    }
    depth += 1;
    return depth == 1;
}

void avm_board_critical_leave(bool outermost)
{
    depth -= 1;
    if (outermost) {
        __set_PRIMASK(saved);
    }
}

/* Milliseconds that are not counted yet are seen by their pending interrupt. */
uint64_t avm_board_now_us(void)
{
    static uint32_t last;
    static uint64_t wraps;
    bool outermost = avm_board_critical_enter();
    uint32_t left = SysTick->VAL;
    uint32_t ms = HAL_GetTick();
    if (SCB->ICSR & SCB_ICSR_PENDSTSET_Msk) {
        left = SysTick->VAL;
        ms += 1;
    }
    if (ms < last) {
        wraps += 1ull << 32;
    }
    last = ms;
    uint64_t whole = (wraps + ms) * 1000;
    avm_board_critical_leave(outermost);
    uint32_t part = (SysTick->LOAD - left) / (SystemCoreClock / 1000000u);
    return whole + (part < 1000 ? part : 999);
}

void avm_board_delay_us(uint32_t us)
{
    uint64_t end = avm_board_now_us() + us;
    while (avm_board_now_us() <= end) {
    }
}

/* Timers run at twice the bus's clock, unless that is not divided. */
uint32_t avm_board_timer_hz(void)
{
    uint32_t hz = HAL_RCC_GetPCLK1Freq();
    return (RCC->CFGR & RCC_CFGR_PPRE1) == RCC_CFGR_PPRE1_DIV1 ? hz : 2 * hz;
}

struct avm_board_ticker
{
    struct avm_board_slot slot;
    TIM_TypeDef *timer;
    IRQn_Type irq;
    avm_board_handler handler;
    void *context;
    TIM_HandleTypeDef hal;
};

static avm_board_ticker tickers[] = {
    { .timer = TIM5, .irq = TIM5_IRQn },
#ifdef TIM7
    { .timer = TIM7, .irq = TIM7_IRQn },
#endif
};

#define TICKERS (sizeof(tickers) / sizeof(tickers[0]))

struct ticking
{
    avm_board_ticker *ticker;
    avm_board_handler handler;
    void *context;
};

static void fill(void *with)
{
    struct ticking *wanted = with;
    wanted->ticker->handler = wanted->handler;
    wanted->ticker->context = wanted->context;
}

static void on_timer(void)
{
    for (size_t nth = 0; nth < TICKERS; nth += 1) {
        avm_board_ticker *ticker = &tickers[nth];
        if (ticker->irq != (IRQn_Type) (__get_IPSR() - 16)) {
            continue;
        }
        __HAL_TIM_CLEAR_IT(&ticker->hal, TIM_IT_UPDATE);
        uint32_t generation = ticker->slot.generation;
        if (avm_board_slot_begin(&ticker->slot, generation)) {
            ticker->handler(ticker->context, avm_board_now_us());
            avm_board_slot_end(&ticker->slot, generation);
        }
    }
}

/* Counts microseconds, or as many at once as make the period fit 16 bits. */
static int32_t start(avm_board_ticker *ticker, uint32_t period_us)
{
    uint32_t at_once = period_us / 65536u + 1;
    uint32_t prescaler = avm_board_timer_hz() / 1000000u * at_once;
    if (prescaler > 65536u) {
        return AVM_BOARD_BAD_CLOCK;
    }
    __HAL_RCC_TIM5_CLK_ENABLE();
#ifdef TIM7
    __HAL_RCC_TIM7_CLK_ENABLE();
#endif
    ticker->hal = (TIM_HandleTypeDef) { .Instance = ticker->timer };
    ticker->hal.Init.Prescaler = prescaler - 1;
    ticker->hal.Init.CounterMode = TIM_COUNTERMODE_UP;
    ticker->hal.Init.Period = period_us / at_once - 1;
    if (HAL_TIM_Base_Init(&ticker->hal) != HAL_OK) {
        return AVM_BOARD_BAD_CLOCK;
    }
    /* The initialisation leaves an update behind, which is no tick. */
    __HAL_TIM_CLEAR_IT(&ticker->hal, TIM_IT_UPDATE);
    avm_board_take_irq(ticker->irq, on_timer);
    return HAL_TIM_Base_Start_IT(&ticker->hal) == HAL_OK ? AVM_BOARD_OK : AVM_BOARD_NO_RESOURCES;
}

int32_t avm_board_ticker_open(
    uint32_t period_us, avm_board_handler handler, void *context, avm_board_ticker **out)
{
    for (size_t nth = 0; nth < TICKERS; nth += 1) {
        avm_board_ticker *ticker = &tickers[nth];
        struct ticking wanted = { ticker, handler, context };
        if (!avm_board_slot_take(&ticker->slot, fill, &wanted)) {
            continue;
        }
        int32_t status = start(ticker, period_us);
        if (status != AVM_BOARD_OK) {
            avm_board_slot_close(&ticker->slot);
            return status;
        }
        *out = ticker;
        return AVM_BOARD_OK;
    }
    return AVM_BOARD_NO_RESOURCES;
}

void avm_board_ticker_close(avm_board_ticker *ticker)
{
    HAL_TIM_Base_Stop_IT(&ticker->hal);
    HAL_NVIC_DisableIRQ(ticker->irq);
    avm_board_slot_close(&ticker->slot);
}
