/* Stands in for the headers of ST HAL and CMSIS where those are not. */

#ifndef STANDIN_STM32F4_H
#define STANDIN_STM32F4_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STM32F407xx

typedef enum
{
    HAL_OK,
    HAL_ERROR,
    HAL_BUSY,
    HAL_TIMEOUT,
} HAL_StatusTypeDef;

/* CMSIS */
typedef enum
{
    EXTI0_IRQn = 6,
    EXTI1_IRQn,
    EXTI2_IRQn,
    EXTI3_IRQn,
    EXTI4_IRQn,
    DMA1_Stream4_IRQn = 15,
    EXTI9_5_IRQn = 23,
    EXTI15_10_IRQn = 40,
    DMA1_Stream7_IRQn = 47,
    TIM5_IRQn = 50,
    TIM7_IRQn = 55,
} IRQn_Type;
struct standin_scb
{
    volatile uint32_t VTOR;
    volatile uint32_t ICSR;
};
struct standin_systick
{
    volatile uint32_t LOAD;
    volatile uint32_t VAL;
};
struct standin_rcc
{
    volatile uint32_t CFGR;
};
struct standin_exti
{
    volatile uint32_t IMR;
    volatile uint32_t RTSR;
    volatile uint32_t FTSR;
    volatile uint32_t PR;
};
extern struct standin_scb *SCB;
extern struct standin_systick *SysTick;
extern struct standin_rcc *RCC;
extern struct standin_exti *EXTI;
extern uint32_t SystemCoreClock;
#define SCB_ICSR_PENDSTSET_Msk (1u << 26)
#define RCC_CFGR_PPRE1 (7u << 10)
#define RCC_CFGR_PPRE1_DIV1 0u
#define SET_BIT(word, bit) ((word) |= (bit))
#define CLEAR_BIT(word, bit) ((word) &= ~(bit))
void __disable_irq(void);
uint32_t __get_PRIMASK(void);
void __set_PRIMASK(uint32_t primask);
uint32_t __get_IPSR(void);
void __DSB(void);
uint32_t NVIC_GetVector(IRQn_Type irq);
void NVIC_SetVector(IRQn_Type irq, uint32_t vector);
uint32_t HAL_GetTick(void);
void HAL_NVIC_SetPriority(IRQn_Type irq, uint32_t priority, uint32_t sub);
void HAL_NVIC_EnableIRQ(IRQn_Type irq);
void HAL_NVIC_DisableIRQ(IRQn_Type irq);
uint32_t HAL_RCC_GetPCLK1Freq(void);
uint32_t HAL_RCC_GetPCLK2Freq(void);

/* Clocks of the controllers */
#define STANDIN_CLOCK(name) void __HAL_RCC_##name##_CLK_ENABLE(void);
STANDIN_CLOCK(DMA1)
STANDIN_CLOCK(I2C1)
STANDIN_CLOCK(I2C2)
STANDIN_CLOCK(I2C3)
STANDIN_CLOCK(SPI1)
STANDIN_CLOCK(SPI2)
STANDIN_CLOCK(SPI3)
STANDIN_CLOCK(SYSCFG)
STANDIN_CLOCK(TIM2)
STANDIN_CLOCK(TIM3)
STANDIN_CLOCK(TIM4)
STANDIN_CLOCK(TIM5)
STANDIN_CLOCK(TIM7)
typedef struct
{
    uint32_t PLLI2SN;
    uint32_t PLLI2SR;
} RCC_PLLI2SInitTypeDef;
typedef struct
{
    uint32_t PeriphClockSelection;
    RCC_PLLI2SInitTypeDef PLLI2S;
} RCC_PeriphCLKInitTypeDef;
#define RCC_PERIPHCLK_I2S 1u
HAL_StatusTypeDef HAL_RCCEx_PeriphCLKConfig(RCC_PeriphCLKInitTypeDef *init);

/* GPIO, EXTI */
typedef struct standin_gpio GPIO_TypeDef;
typedef enum
{
    GPIO_PIN_RESET,
    GPIO_PIN_SET,
} GPIO_PinState;
typedef struct
{
    uint32_t Pin;
    uint32_t Mode;
    uint32_t Pull;
    uint32_t Speed;
    uint32_t Alternate;
} GPIO_InitTypeDef;
#define GPIOA_BASE 0x40020000u
#define GPIOB_BASE 0x40020400u
#define IS_GPIO_ALL_INSTANCE(port) ((port) != NULL)
enum
{
    GPIO_MODE_INPUT,
    GPIO_MODE_OUTPUT_PP,
    GPIO_MODE_OUTPUT_OD,
    GPIO_MODE_AF_PP,
    GPIO_MODE_AF_OD,
    GPIO_MODE_ANALOG,
    GPIO_MODE_IT_RISING,
    GPIO_MODE_IT_FALLING,
    GPIO_MODE_IT_RISING_FALLING,
    GPIO_NOPULL = 0,
    GPIO_PULLUP,
    GPIO_PULLDOWN,
    GPIO_SPEED_FREQ_HIGH = 2,
    GPIO_AF1_TIM2 = 1,
    GPIO_AF2_TIM3 = 2,
    GPIO_AF2_TIM4 = 2,
    GPIO_AF4_I2C1 = 4,
    GPIO_AF4_I2C2 = 4,
    GPIO_AF4_I2C3 = 4,
    GPIO_AF5_SPI1 = 5,
    GPIO_AF5_SPI2 = 5,
    GPIO_AF6_SPI3 = 6,
};
void HAL_GPIO_Init(GPIO_TypeDef *port, GPIO_InitTypeDef *init);
void HAL_GPIO_WritePin(GPIO_TypeDef *port, uint16_t pins, GPIO_PinState state);
GPIO_PinState HAL_GPIO_ReadPin(GPIO_TypeDef *port, uint16_t pins);
void __HAL_GPIO_EXTI_CLEAR_IT(uint32_t lines);

/* DMA */
typedef struct standin_stream DMA_Stream_TypeDef;
typedef struct
{
    DMA_Stream_TypeDef *Instance;
    struct
    {
        uint32_t Channel;
        uint32_t Direction;
        uint32_t PeriphInc;
        uint32_t MemInc;
        uint32_t PeriphDataAlignment;
        uint32_t MemDataAlignment;
        uint32_t Mode;
        uint32_t Priority;
        uint32_t FIFOMode;
    } Init;
    void *Parent;
} DMA_HandleTypeDef;
extern DMA_Stream_TypeDef *DMA1_Stream4;
extern DMA_Stream_TypeDef *DMA1_Stream7;
enum
{
    DMA_CHANNEL_0,
    DMA_MEMORY_TO_PERIPH,
    DMA_PINC_DISABLE,
    DMA_MINC_ENABLE,
    DMA_PDATAALIGN_HALFWORD,
    DMA_MDATAALIGN_HALFWORD,
    DMA_CIRCULAR,
    DMA_PRIORITY_HIGH,
    DMA_FIFOMODE_DISABLE,
};
#define __HAL_LINKDMA(handle, field, dma) \
    ((handle)->field = &(dma), (dma).Parent = (handle))
HAL_StatusTypeDef HAL_DMA_Init(DMA_HandleTypeDef *dma);
HAL_StatusTypeDef HAL_DMA_DeInit(DMA_HandleTypeDef *dma);
void HAL_DMA_IRQHandler(DMA_HandleTypeDef *dma);

#include "stm32f4_buses.h"

#endif
